// Vehicle licence plates as prompt names: those of mainland China (GA 36), and others letter by letter.
import type { Language } from '@tandem/contract/texts.ts';
import { spokenLetters } from './characters.ts';

/** The character of each province, and the name of its prompt. */
export const PROVINCES: Readonly<Record<string, string>> = {
  京: 'beijing',
  津: 'tianjin',
  冀: 'hebei',
  晋: 'shanxi',
  蒙: 'inner-mongolia',
  辽: 'liaoning',
  吉: 'jilin',
  黑: 'heilongjiang',
  沪: 'shanghai',
  苏: 'jiangsu',
  浙: 'zhejiang',
  皖: 'anhui',
  闽: 'fujian',
  赣: 'jiangxi',
  鲁: 'shandong',
  豫: 'henan',
  鄂: 'hubei',
  湘: 'hunan',
  粤: 'guangdong',
  桂: 'guangxi',
  琼: 'hainan',
  渝: 'chongqing',
  川: 'sichuan',
  贵: 'guizhou',
  云: 'yunnan',
  藏: 'tibet',
  陕: 'shaanxi',
  甘: 'gansu',
  青: 'qinghai',
  宁: 'ningxia',
  新: 'xinjiang',
};

/** What may stand in the last place: police, learner, trailer, Hong Kong, Macau, consulate, test, oversize. */
export const SUFFIXES: Readonly<Record<string, string>> = {
  警: 'police',
  学: 'learner',
  挂: 'trailer',
  港: 'hong-kong',
  澳: 'macau',
  领: 'consulate',
  试: 'test',
  超: 'oversize',
};

// I and O are not used in serials, for they look like 1 and 0; O stands behind the province on some official plates.
const SERIAL = '[A-HJ-NP-Z0-9]';
const PLATE = new RegExp(
  `^([${Object.keys(PROVINCES).join('')}])([A-HJ-Z])(${SERIAL}{5}|[A-HJK]${SERIAL}\\d{4}|\\d{5}[A-HJK]|${SERIAL}{4}[${Object.keys(SUFFIXES).join('')}])$`,
);

/**
 * `京A12345`, new-energy plates of six (`粤AD12345`, `粤A12345D`), `京A1234警`; with or without a dot, a dash or spaces. In English the
 * province is named. Plates of letters and digits alone are read one by one. Null where it is neither.
 */
export function spokenPlate(text: string, language: Language): string[] | null {
  const plate = text.replaceAll(/[\s·•.-]/g, '').toUpperCase();
  if (/^[A-Z0-9]{2,10}$/.test(plate)) return spokenLetters(plate, language);
  const found = PLATE.exec(plate);
  if (!found) return null;
  const serial = found[3]!;
  const suffix = SUFFIXES[serial.at(-1)!];
  return [
    `plates/${PROVINCES[found[1]!]!}`,
    ...spokenLetters(`${found[2]!}${suffix === undefined ? serial : serial.slice(0, -1)}`, language)!,
    ...(suffix === undefined ? [] : [`plates/${suffix}`]),
  ];
}
