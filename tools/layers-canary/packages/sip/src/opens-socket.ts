// Breaks `sip`: no socket.
export { createSocket } from 'node:dgram';
