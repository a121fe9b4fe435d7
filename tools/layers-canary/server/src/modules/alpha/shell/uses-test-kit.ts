// Breaks `product-imports-no-outsider` (and `module-shell`).
export { kit } from '../../../../../tests/kit/kit.ts';
