// The package's public face for anything that loads it without n8n: the nodes and the credentials, as classes.
const { ArculesApi } = require('./dist/credentials/ArculesApi.credentials');
const { ArculesWebhookApi } = require('./dist/credentials/ArculesWebhookApi.credentials');
const { Arcules } = require('./dist/nodes/Arcules/Arcules.node');
const { ArculesRuleTrigger } = require('./dist/nodes/Arcules/ArculesRuleTrigger.node');
const { ArculesTrigger } = require('./dist/nodes/Arcules/ArculesTrigger.node');

module.exports = { Arcules, ArculesApi, ArculesRuleTrigger, ArculesTrigger, ArculesWebhookApi };
