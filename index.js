// The package's public face for anything that loads it without n8n: the node and the credential, as classes.
const { ArculesApi } = require('./dist/credentials/ArculesApi.credentials');
const { Arcules } = require('./dist/nodes/Arcules/Arcules.node');

module.exports = { Arcules, ArculesApi };
