// A choice among a few, all in sight: radio buttons in the shape of one bar. Arrow keys and screen readers know it as what it is.
import { useId, type ReactNode } from 'react';
import styles from './Segments.module.css';

export type Segment<V extends string> = { value: V; label: ReactNode; lang?: string };
export type SegmentsProps<V extends string> = {
  label: string;
  showLabel?: boolean;
  options: readonly Segment<V>[];
  value: V | null;
  onChange: (value: V) => void;
  size?: 'small' | 'normal';
};

export function Segments<V extends string>({
  label,
  showLabel = false,
  options,
  value,
  onChange,
  size = 'normal',
}: SegmentsProps<V>): ReactNode {
  const name = useId();
  return (
    <fieldset className={styles.group} data-size={size}>
      <legend className={showLabel ? styles.legend : 'hidden-text'}>{label}</legend>
      <div className={styles.bar}>
        {options.map((option) => (
          <label key={option.value} className={styles.segment} lang={option.lang}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className={styles.input}
            />
            <span className={styles.text}>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
