// The product's own small set of line icons, 20 x 20, drawn in the colour of the text around them.
import type { ReactNode, SVGProps } from 'react';

const PATHS = {
  contacts: 'M3 4.5h14M3 10h14M3 15.5h9',
  overview: 'M3.5 16.5v-5M8 16.5v-9M12.5 16.5V10M17 16.5v-13',
  report: 'M4.5 2.5h7.5L15.5 6v11.5h-11ZM7.5 14v-3M10 14V8.5M12.5 14v-1.8',
  inbound: 'M15.5 4.5 5 15M5 8v7h7',
  outbound: 'M4.5 15.5 15 5M8 5h7v7',
  internal: 'M3.5 7h11l-3-3M16.5 13h-11l3 3',
  phone: 'M6.2 3.2 8 6.8 6.4 8.6a10 10 0 0 0 5 5l1.8-1.6 3.6 1.8v2.1c0 .7-.6 1.2-1.3 1.1C8.7 16.3 3.7 11.3 3 4.5 2.9 3.8 3.4 3.2 4.1 3.2Z',
  bot: 'M5 7.5h10v8H5zM10 7.5V4.5M8 11v1M12 11v1M2.5 11v2M17.5 11v2',
  hourglass: 'M5.5 3.5h9M5.5 16.5h9M6.5 3.5c0 4 3.5 4.5 3.5 6.5s-3.5 2.5-3.5 6.5M13.5 3.5c0 4-3.5 4.5-3.5 6.5s3.5 2.5 3.5 6.5',
  bell: 'M5 13.5V9a5 5 0 0 1 10 0v4.5l1.3 1.5H3.7ZM8.5 17.3h3',
  pen: 'M4 16l.8-3.6L13.5 3.7l2.8 2.8-8.7 8.7Z',
  check: 'M4 10.5 8.2 14.5 16 5.5',
  cross: 'M5 5l10 10M15 5 5 15',
  alert: 'M10 3 17.5 16.5h-15ZM10 8v4M10 14v.5',
  moon: 'M15.8 12.3A6.5 6.5 0 0 1 7.7 4.2a6.5 6.5 0 1 0 8.1 8.1Z',
  sun: 'M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1',
  screen: 'M3 4h14v9.5H3ZM7 16.8h6',
  language:
    'M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15ZM2.7 10h14.6M10 2.5c2.4 2.1 3.2 4.8 3.2 7.5s-.8 5.4-3.2 7.5c-2.4-2.1-3.2-4.8-3.2-7.5S7.6 4.6 10 2.5',
  person: 'M10 3.2a3.3 3.3 0 1 1 0 6.6 3.3 3.3 0 0 1 0-6.6ZM3.8 17c.6-3.5 3-5.3 6.2-5.3s5.6 1.8 6.2 5.3',
  leave: 'M8 3.5H4v13h4M12.5 6.5 16 10l-3.5 3.5M16 10H7.5',
  play: 'M6.5 4v12l9.5-6Z',
  pause: 'M7 4v12M13 4v12',
  download: 'M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  chevron: 'M5.5 8 10 12.5 14.5 8',
  cloudOff: 'M3 3l14 14M7.5 6.5A4.5 4.5 0 0 1 14.3 9 3.5 3.5 0 0 1 16.6 14M12.5 15.5H6a3.5 3.5 0 0 1-.7-6.9',
  circle: 'M10 4a6 6 0 1 1 0 12 6 6 0 0 1 0-12Z',
  record: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14ZM10 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z',
  search: 'M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM13.2 13.2 17 17',
  transfer: 'M3.5 6.5h10M10.5 3.5l3 3-3 3M16.5 13.5h-10M9.5 10.5l-3 3 3 3',
  hangUp:
    'M3 12.5c0-4 14-4 14 0v1.2c0 .6-.5 1-1.1.9l-2.6-.5c-.5-.1-.8-.5-.8-1v-1.4c-1.6-.4-3.4-.4-5 0v1.4c0 .5-.3.9-.8 1l-2.6.5c-.6.1-1.1-.3-1.1-.9Z',
  headset: 'M3.5 12.5V10a6.5 6.5 0 0 1 13 0v2.5M3.5 11.5h2.3v4.5H4.5a1 1 0 0 1-1-1ZM16.5 11.5h-2.3v4.5h1.3a1 1 0 0 0 1-1Z',
  mic: 'M10 3a2.2 2.2 0 0 1 2.2 2.2v4.6a2.2 2.2 0 0 1-4.4 0V5.2A2.2 2.2 0 0 1 10 3ZM5 9.5a5 5 0 0 0 10 0M10 14.5V17M7.5 17h5',
  micOff:
    'M3.5 3.5l13 13M12.2 9V5.2A2.2 2.2 0 0 0 8 4.4M7.8 7.8v2a2.2 2.2 0 0 0 3.4 1.8M5 9.5a5 5 0 0 0 8 4M15 9.5a5 5 0 0 1-.4 2M10 14.5V17M7.5 17h5',
  ear: 'M6.5 8a3.7 3.7 0 0 1 7.4 0c0 2.4-2.2 3-2.6 5-.3 1.6-1 3.3-2.6 3.3a2 2 0 0 1-2-2M8.6 8.3a1.7 1.7 0 0 1 3.3-.4c.2 1.1-.9 1.4-1.2 2.3',
  whisper: 'M3.5 4.5h9v7H8l-2.5 2.3v-2.3h-2ZM15 6.5c1.4 1 1.4 3.5 0 4.5M16.8 4.8c2.4 1.9 2.4 6 0 7.9',
  keypad: 'M5 4.5v.5M10 4.5v.5M15 4.5v.5M5 9.5v.5M10 9.5v.5M15 9.5v.5M5 14.5v.5M10 14.5v.5M15 14.5v.5',
  people:
    'M7 4a2.7 2.7 0 1 1 0 5.4A2.7 2.7 0 0 1 7 4ZM1.8 16c.5-2.9 2.5-4.4 5.2-4.4s4.7 1.5 5.2 4.4M12.8 4.3a2.6 2.6 0 0 1 0 5M14.5 12c2 .5 3.3 1.9 3.7 4',
  chat: 'M3.5 4.5h13v9H9l-3.5 3v-3h-2Z',
  ask: 'M3.5 4.5h13v9H9l-3.5 3v-3h-2ZM10 11v.2M8.4 7.4c.2-1.6 3.2-1.5 3 .2-.1 1-1.4 1-1.4 2',
  callback:
    'M6 4.5 7.6 8 6.2 9.6a8.5 8.5 0 0 0 4.4 4.4l1.6-1.4 3.5 1.6v1.8c0 .6-.5 1-1.1.9C8.3 16.4 4 12 3.4 5.7c-.1-.7.3-1.2 1-1.2ZM17 5.5h-6M13.2 2.8l-2.7 2.7 2.7 2.7',
  inbox: 'M3.5 11 6 4.5h8l2.5 6.5v5h-13ZM3.5 11H8l.8 2h2.4l.8-2h4.5',
  parking: 'M5 3.5h10v13H5ZM8.5 13.5v-7h2.2a2 2 0 0 1 0 4H8.5',
  folder: 'M3 5h5l1.5 2H17v8.5H3Z',
  flag: 'M5 17.5v-14h9.5l-2 3.5 2 3.5H5',
  plus: 'M10 4v12M4 10h12',
  sound: 'M3.5 8v4H6l4 3.5v-11L6 8ZM13 7.5a3.5 3.5 0 0 1 0 5M15 5.2a6.8 6.8 0 0 1 0 9.6',
  soundOff: 'M3.5 8v4H6l4 3.5v-11L6 8ZM13.3 8l4 4M17.3 8l-4 4',
  gear: 'M10 7.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6ZM10 2.5v2.2M10 15.3v2.2M2.5 10h2.2M15.3 10h2.2M4.7 4.7l1.6 1.6M13.7 13.7l1.6 1.6M15.3 4.7l-1.6 1.6M6.3 13.7l-1.6 1.6',
} as const;

export type IconName = keyof typeof PATHS;

/** Decorative: what it means is always said in words beside it or in the control's label. */
export function Icon({ name, size = 20, ...rest }: { name: IconName; size?: number } & SVGProps<SVGSVGElement>): ReactNode {
  return (
    <svg
      viewBox="0 0 20 20"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      {...rest}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** Two rings that overlap: people and machines, working in tandem. */
export function Mark({ size = 28 }: { size?: number }): ReactNode {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--td-mark, var(--td-brand))" />
      <circle cx="12.5" cy="16" r="5.5" fill="none" stroke="var(--td-on-brand)" strokeWidth="2.6" />
      <circle cx="19.5" cy="16" r="5.5" fill="none" stroke="var(--td-on-brand)" strokeOpacity="0.6" strokeWidth="2.6" />
    </svg>
  );
}
