// A number inside a line of a list: the level of a skill, the seconds of an overflow. An empty field keeps the last number.
import { useEffect, useState, type ReactNode } from 'react';
import styles from './SmallNumber.module.css';

export function SmallNumber({
  label,
  before,
  after,
  min,
  max,
  value,
  onChange,
}: {
  label: string;
  before?: string;
  after?: string;
  min: number;
  max: number;
  value: number;
  onChange: (value: number) => void;
}): ReactNode {
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const give = () => {
    const next = Math.round(Number(text));
    if (text.trim() === '' || !Number.isFinite(next)) return setText(String(value));
    const within = Math.min(max, Math.max(min, next));
    setText(String(within));
    if (within !== value) onChange(within);
  };
  return (
    <span className={styles.small}>
      {before}
      <input
        type="number"
        aria-label={label}
        className={styles.input}
        min={min}
        max={max}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={give}
        onKeyDown={(event) => {
          // Enter gives the number first, then goes on to send the form.
          if (event.key === 'Enter') give();
        }}
      />
      {after}
    </span>
  );
}
