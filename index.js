// The package's public face for anything that loads it without n8n: the nodes and the credential, as classes.
const { ArculesApi } = require('./dist/credentials/ArculesApi.credentials');
const { Arcules } = require('./dist/nodes/Arcules/Arcules.node');
const { ArculesTrigger } = require('./dist/nodes/Arcules/ArculesTrigger.node');

module.exports = { Arcules, ArculesApi, ArculesTrigger };
