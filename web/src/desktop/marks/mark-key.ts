// The letter that, with Alt, puts a mark: in the call that runs, and in the recording that plays.
export const MARK_LETTER = 'R';
