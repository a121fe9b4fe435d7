// Breaks `rtp`: cipher and hash are our own, @noble is for tests.
export { unsafe } from '@noble/ciphers/aes.js';
