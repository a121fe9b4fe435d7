// The words of the settings of web chats, brought with their page.
import { useTranslation } from 'react-i18next';
import { bringTexts } from '../../ui/own-texts.ts';
import { chatSites as en } from './en-chat-sites.ts';
import { chatSites as zhCN } from './zh-CN-chat-sites.ts';

const AREA = 'chat-site-settings';
bringTexts(AREA, { en, 'zh-CN': zhCN });

/** `say('colour')`. */
export function useSiteTexts() {
  const { t: say } = useTranslation(AREA);
  return say;
}
