// Allowed: telephony may speak SIP. Breaks `telephony-shell` by importing another module.
export { sip } from '../../../../../packages/sip/src/index.ts';
export { alpha } from '../../alpha/index.ts';
