// The prompts and the music that the product ships in every language (assets/prompts).
export const SHIPPED_PROMPTS: readonly string[] = [
  'welcome',
  'main-menu',
  'language-hint',
  'invalid-choice',
  'no-input',
  'please-hold',
  'all-agents-busy',
  'you-are-next',
  'enter-order-number',
  'order-number-is',
  'order-not-found',
  'order-is',
  'transferring',
  'goodbye',
  'technical-problem',
  'closed',
  'try-again-later',
  'recording-notice',
  'voicemail-greeting',
  ...['you-are-number', 'in-line', 'estimated-wait-is', 'less-than-a-minute', 'minutes'].map((name) => `queue/${name}`),
  ...['callback-offer', 'callback-enter-number', 'callback-confirmed'].map((name) => `queue/${name}`),
  'voicemail/leave-message-after-tone',
  'voicemail/saved',
  'recording/announcement',
  'callback/greeting',
  'park/number-is',
  'hours/closed',
  'hours/holiday',
  'echo-test',
  'queue/callback-offer',
  'queue/callback-confirmed',
  'queue/callback-enter-number',
  'queue/callback-to-number',
  'voicemail/leave-message-after-tone',
  'voicemail/saved',
  'recording/announcement',
  'hours/closed',
  'hours/holiday',
  ...['placed', 'paid', 'packed', 'shipped', 'delivered', 'cancelled', 'returned'].map((status) => `order-status/${status}`),
  ...Array.from('0123456789', (digit) => `digits/${digit}`),
];
export const SHIPPED_MUSIC: readonly string[] = ['default'];

const SHIPPED: ReadonlySet<string> = new Set([...SHIPPED_PROMPTS, ...SHIPPED_MUSIC]);

/** Names with a folder are all the product's. */
export const isShipped = (name: string): boolean => name.includes('/') || SHIPPED.has(name);
