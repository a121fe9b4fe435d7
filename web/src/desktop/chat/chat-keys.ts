// The keys of chats, each with Alt: offers are answered and contacts ended as with calls; N dials, so a note is I, for internal.
export const CHAT_KEYS = { accept: 'A', decline: 'D', note: 'I', end: 'X' } as const;

/** Digits lead to so many chats; nobody talks with more at once. */
export const MOST_CHATS = 6;
