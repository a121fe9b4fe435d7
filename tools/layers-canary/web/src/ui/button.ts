// Allowed: nothing is imported.
export const button = 1;
