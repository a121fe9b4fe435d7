// The words of chats, brought by whatever of them is loaded first.
import { useTranslation } from 'react-i18next';
import { bringTexts } from '../../ui/own-texts.ts';
import { chat as en } from './en-chat.ts';
import { chat as zhCN } from './zh-CN-chat.ts';

const AREA = 'chat';
bringTexts(AREA, { en, 'zh-CN': zhCN });

/** `say('offer.title')`. */
export function useChatTexts() {
  const { t: say, i18n } = useTranslation(AREA);
  return { say, language: i18n.language };
}
