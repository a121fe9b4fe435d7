// A button that asks for a file. The same one may be chosen again: it may have been mended meanwhile.
import { Button, FileButton, type ButtonProps } from '@mantine/core';
import { useRef, type ReactNode } from 'react';

type FilePickProps = Pick<ButtonProps, 'size' | 'variant' | 'loading' | 'leftSection'> & {
  /** Of the field behind the button, for who does not see it. */
  label: string;
  accept: string;
  chosen: (file: File) => void;
  children: ReactNode;
};

export function FilePick({ label, accept, chosen, children, ...button }: FilePickProps): ReactNode {
  const reset = useRef<() => void>(null);
  return (
    <FileButton
      resetRef={reset}
      accept={accept}
      inputProps={{ 'aria-label': label }}
      onChange={(file) => {
        if (file) chosen(file);
        reset.current?.();
      }}
    >
      {({ onClick }) => (
        <Button {...button} onClick={onClick}>
          {children}
        </Button>
      )}
    </FileButton>
  );
}
