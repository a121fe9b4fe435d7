// Breaks `module-shell`: only telephony speaks SIP.
export { sip } from '../../../../../packages/sip/src/index.ts';
