// What is no password: too short, one character, the person's own name or address, or among the first that anyone tries.

const WELL_KNOWN = [
  'password',
  'passw0rd',
  'qwertyuiop',
  '1234567890',
  '123456789',
  'letmein',
  'iloveyou',
  'administrator',
  'contactcentre',
  'woaini1314',
  'a123456789',
];

export function isWeak(password: string, person: { email: string; name: string }): boolean {
  const text = password.toLowerCase();
  if (text.length < 10 || new Set(text).size < 4) return true;
  const own = [person.email, person.email.split('@')[0] ?? '', person.name]
    .map((each) => each.toLowerCase())
    .filter((each) => each.length >= 4);
  // What is left beside a well-known word or one's own name must be worth something by itself.
  return [...WELL_KNOWN, ...own].some((word) => text.includes(word) && text.replace(word, '').length < 6);
}
