// Whether the user wants this browser to be his phone, as it remembers. Where it cannot, the wish holds until the page is closed.
import { readKept, writeKept } from './kept-words.ts';

const nameFor = (user: string): string => `tandem.phone.${user}.wanted`;

export const readWish = (user: string): boolean => readKept(nameFor(user)) === '1';

export const writeWish = (user: string, wanted: boolean): void => writeKept(nameFor(user), wanted ? '1' : '0');
