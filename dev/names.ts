// The names under which n8n knows the parts of this package once it is installed.

export const ARCULES_NODE_TYPE = 'n8n-nodes-arcules.arcules';
export const ARCULES_CREDENTIAL_TYPE = 'arculesApi';
