// Mantine in our colours and measures. Only the parts we use are styled; their sheets are listed in styles.ts.
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const teal: MantineColorsTuple = [
  '#effaf8',
  '#d5f0ec',
  '#a9e0d9',
  '#76cbc2',
  '#46b1a7',
  '#24968d',
  '#147a73',
  '#0d635e',
  '#0b4f4c',
  '#083b39',
];

/** Greys with a breath of the brand's colour in them, so that dark surfaces of Mantine's and of ours are one family. */
const dark: MantineColorsTuple = [
  '#e6eeec',
  '#c3d0cd',
  '#9fb0ad',
  '#70827f',
  '#3c4d4b',
  '#273433',
  '#182221',
  '#151e1d',
  '#121a19',
  '#0e1514',
];

/** The default placeholder is too pale to read (WCAG 1.4.3). */
const readablePlaceholder = { styles: { input: { '--input-placeholder-color': 'var(--td-text-soft)' } } };

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  colors: { teal, dark },
  fontFamily: 'var(--td-font)',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '18px' },
  defaultRadius: 'sm',
  radius: { sm: '6px' },
  cursorType: 'pointer',
  // By name: their `extend` would load each of them with the first page.
  components: {
    TextInput: readablePlaceholder,
    PasswordInput: { styles: { innerInput: { '--input-placeholder-color': 'var(--td-text-soft)' } } },
    Textarea: readablePlaceholder,
    NativeSelect: readablePlaceholder,
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false } },
  },
});
