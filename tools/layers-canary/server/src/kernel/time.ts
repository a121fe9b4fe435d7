// Allowed: nothing is imported.
export const now = 0;
