// A text area for JSON with line numbers: lines with faults are marked, and a fault that is chosen is shown and selected.
import { useImperativeHandle, useRef, type ReactNode, type Ref } from 'react';
import styles from './JsonEditor.module.css';

export type JsonEditorHandle = {
  show: (from: number, to: number) => void;
  /** Puts a text where the cursor is, as typing it would. */
  insert: (text: string) => void;
};

const LINE_PX = 20;

export function JsonEditor({
  label,
  text,
  onChange,
  marks,
  readOnly,
  handle,
}: {
  label: string;
  text: string;
  onChange: (text: string) => void;
  /** Lines from 1. */
  marks: ReadonlyMap<number, 'error' | 'warning'>;
  readOnly: boolean;
  handle: Ref<JsonEditorHandle>;
}): ReactNode {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  useImperativeHandle(handle, () => ({
    show(from, to) {
      const box = area.current;
      if (!box) return;
      box.focus();
      box.setSelectionRange(from, to);
      const line = box.value.slice(0, from).split('\n').length;
      box.scrollTop = Math.max(0, line * LINE_PX - box.clientHeight / 3);
    },
    insert(piece) {
      const box = area.current;
      if (!box) return;
      box.focus();
      const next = box.value.slice(0, box.selectionStart) + piece + box.value.slice(box.selectionEnd);
      const at = box.selectionStart + piece.length;
      onChange(next);
      requestAnimationFrame(() => box.setSelectionRange(at, at));
    },
  }));
  const lines = text.split('\n').length;
  return (
    <div className={styles.editor}>
      <div className={styles.gutter} ref={gutter} aria-hidden="true">
        {Array.from({ length: lines }, (_, i) => (
          <div key={i} className={styles.number} data-mark={marks.get(i + 1)}>
            {i + 1}
          </div>
        ))}
      </div>
      <textarea
        ref={area}
        aria-label={label}
        className={styles.area}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        readOnly={readOnly}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onScroll={(event) => {
          if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}
