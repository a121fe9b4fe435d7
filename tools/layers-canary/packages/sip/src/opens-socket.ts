// Breaks `sip-rtp`: no socket.
export { createSocket } from 'node:dgram';
