// The words for a failed request: the server's own sentence where it has one, else ours for the status.
import { useTranslation } from 'react-i18next';
import { ApiError, errorWords } from '../../api/problem.ts';

export function useProblem(): (error: unknown) => string | null {
  const { t } = useTranslation();
  return (error) => {
    if (!error) return null;
    const words = errorWords(error);
    return words.detail ?? (error instanceof ApiError ? error.problem?.title : undefined) ?? t(words.key);
  };
}
