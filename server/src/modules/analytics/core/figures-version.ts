// The version of what is counted. A program that starts on figures of another version makes them anew from the log (shell/renewal.ts).

/**
 * Goes up with every change of what contacts and agents add to the rows (contributions, stays, times), not with a new formula over
 * rows that are there. The test beside it fails where somebody forgot.
 */
export const FIGURES_VERSION = 3;
