// Allowed: nothing is imported.
export const sip = 1;
