/** A preload that makes every way to a network throw, in threads too, and tells when Ctrl-C is listened to. */
export const TRAP = `
const refuse = () => { throw new Error('network trapped'); };
require('net').Socket.prototype.connect = refuse;
require('net').Server.prototype.listen = refuse;
require('dgram').createSocket = refuse;
for (const name of ['http', 'https']) for (const call of ['request', 'get']) require(name)[call] = refuse;
for (const call of ['lookup', 'resolve']) { require('dns')[call] = refuse; require('dns').promises[call] = refuse; }
globalThis.fetch = refuse;
require('module').syncBuiltinESMExports();
process.on('newListener', (name) => { if (name === 'SIGINT') process.stderr.write('listening\\n'); });
`;
