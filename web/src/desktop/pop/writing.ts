// Whether somebody is in the middle of writing something that a change of page would lose.

type Field = { tagName: string; type?: string; value?: string; role?: string | null; isContentEditable?: boolean };

/** A field with something in it has the focus. What a wrong key can bring back (a choice, a search) is not counted. */
export function isWriting(focused: Field | Element | null): boolean {
  if (focused === null) return false;
  const field = focused as Field;
  if (field.isContentEditable === true) return true;
  if (field.tagName === 'TEXTAREA') return field.value?.trim() !== '';
  if (field.role === 'combobox') return false;
  return (
    field.tagName === 'INPUT' && ['text', 'tel', 'email', 'url', 'number'].includes(field.type ?? 'text') && field.value?.trim() !== ''
  );
}
