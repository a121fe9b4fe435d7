// A mean opinion score in one word. The borders are those of ITU-T G.107, annex B: below 3.6 some are dissatisfied, below 3.1 many.

export type Grade = 'good' | 'fair' | 'poor';

export function gradeOf(mos: number): Grade {
  if (mos >= 3.6) return 'good';
  return mos >= 3.1 ? 'fair' : 'poor';
}
