// Allowed: nothing is imported.
export const beta = 1;
