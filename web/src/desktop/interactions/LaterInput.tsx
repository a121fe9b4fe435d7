// A text that is looked for when its writer pauses: not at each letter, and at once with Enter.
import { useEffect, useRef, useState, type ReactNode } from 'react';

const PAUSE_MS = 350;

type Field = {
  value: string;
  onChange: (event: { currentTarget: { value: string } }) => void;
  onKeyDown: (event: { key: string }) => void;
};

export function LaterInput({
  value,
  onChange,
  children,
}: {
  value: string;
  onChange: (value: string) => void;
  children: (field: Field) => ReactNode;
}): ReactNode {
  const [written, setWritten] = useState(value);
  const told = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // Changed from elsewhere: filters were cleared, or the reader went back.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setWritten(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const tell = (text: string) => {
    clearTimeout(timer.current);
    told.current = text.trim();
    onChange(told.current);
  };
  return children({
    value: written,
    onChange: ({ currentTarget }) => {
      const text = currentTarget.value;
      setWritten(text);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => tell(text), PAUSE_MS);
    },
    onKeyDown: ({ key }) => {
      if (key === 'Enter') tell(written);
    },
  });
}
