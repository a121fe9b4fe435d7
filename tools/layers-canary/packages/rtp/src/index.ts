// Allowed: the cipher.
export { unsafe } from '@noble/ciphers/aes.js';
