// A report as a file: CSV for other programs, XLSX for people. Names come from people, so that a cell is never taken for a formula.
import type { AgentReport, QueueReport } from '@tandem/contract/api/reports.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { stringify } from 'csv-stringify/sync';
import writeExcel, { type Cell as ExcelCell } from 'write-excel-file/node';
import { DAY, SECOND } from '../../../kernel/time.ts';
import type { Bytes } from '../../../platform/http/types.ts';
import { sheetsOf, type Cell, type Sheet } from '../core/report-sheet.ts';

type AnyReport = QueueReport | AgentReport;

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Intervals only; lengths in seconds, shares 0..1, times as the zone's clock shows them with its distance from UTC. */
export function toCsv(report: AnyReport, language: Language, bom: boolean): Bytes {
  const { head, rows } = sheetsOf(report, language).intervals;
  const units = unitsOf(rows);
  const named = head.map((name, n) => (units[n] === 'length' ? `${name} (s)` : name));
  const clock = clockOf(report.zone);
  const plain = ({ kind, value }: Cell) =>
    value === null ? '' : kind === 'length' ? value / SECOND : kind === 'time' ? clock.text(value) : value;
  const body = stringify([named, ...rows.map((row) => row.map(plain))], { bom, escape_formulas: true, record_delimiter: 'windows' });
  return { bytes: Buffer.from(body, 'utf8'), contentType: 'text/csv; charset=utf-8', filename: `${fileName(report, clock)}.csv` };
}

/** Two sheets: sums over all of it, and each interval. Numbers are numbers, lengths are times that may exceed a day. */
export async function toXlsx(report: AnyReport, language: Language): Promise<Bytes> {
  const { sums, intervals } = sheetsOf(report, language);
  const clock = clockOf(report.zone);
  const file = writeExcel([sums, intervals].map((sheet) => excelSheet(sheet, clock)));
  return { bytes: await file.toBuffer(), contentType: XLSX, filename: `${fileName(report, clock)}.xlsx` };
}

function excelSheet({ name, head, rows }: Sheet, clock: Clock) {
  return {
    sheet: name,
    stickyRowsCount: 1,
    columns: head.map((title, n) => ({ width: Math.max(10, Math.min(28, title.length * 1.4, 40 - n)) })),
    data: [
      head.map((value): ExcelCell => ({ value, type: String, fontWeight: 'bold' })),
      ...rows.map((row) => row.map((cell) => excelCell(cell, clock))),
    ],
  };
}

function excelCell(cell: Cell, clock: Clock): ExcelCell {
  if (cell.value === null) return null;
  switch (cell.kind) {
    case 'text':
      return { value: cell.value, type: String };
    case 'time':
      return { value: clock.face(cell.value), type: Date, format: 'yyyy-mm-dd hh:mm' };
    case 'count':
      return { value: cell.value, type: Number, format: '0' };
    case 'share':
      return { value: cell.value, type: Number, format: '0.0%' };
    case 'length':
      return { value: cell.value / DAY, type: Number, format: '[h]:mm:ss' };
  }
}

type Clock = ReturnType<typeof clockOf>;

function clockOf(zone: string) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    ...({
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
    } as const),
  });
  const read = (at: number) => Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    /** `2026-11-22T09:30+08:00` */
    text(at: number): string {
      const { year, month, day, hour, minute, timeZoneName } = read(at);
      return `${year}-${month}-${day}T${hour}:${minute}${timeZoneName === 'GMT' ? '+00:00' : timeZoneName!.slice(3)}`;
    },
    /** A workbook knows no zones: the moment at which a clock in UTC shows what the zone's clock shows. */
    face(at: number): Date {
      const { year, month, day, hour, minute } = read(at);
      return new Date(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
    },
  };
}

function unitsOf(rows: readonly Cell[][]): (Cell['kind'] | undefined)[] {
  return rows[0]?.map((cell) => cell.kind) ?? [];
}

const fileName = ({ kind, startAt, endAt }: AnyReport, clock: Clock): string =>
  `tandem-${kind}-${clock.text(startAt).slice(0, 10)}-${clock.text(endAt - 1).slice(0, 10)}`;
