// Errors of backup, restore and of moving the database, of retention and of the disk.
import { entry } from './entry.ts';

export const BACKUP_ERRORS = {
  'backup.exists': entry(
    409,
    ['The backup file is there already', '备份文件已存在'],
    ['{file} is not written over: choose another name.', '不会覆盖 {file}：请换一个文件名。'],
  ),
  'backup.no-folder': entry(
    404,
    ['The folder of the backup is not there', '备份目录不存在'],
    ['Make the folder of {file} first.', '请先创建 {file} 所在的目录。'],
  ),
  'backup.not-found': entry(404, ['There is no such backup file', '找不到备份文件'], ['{file} is not there.', '{file} 不存在。']),
  'backup.not-a-backup': entry(
    500,
    ['This is not a backup', '这不是备份文件'],
    ['{file} was not written by Tandem.', '{file} 不是由 Tandem 写出的。'],
  ),
  'backup.newer-format': entry(
    500,
    ['The backup is of a newer Tandem', '备份来自更新版本的 Tandem'],
    ['{file} has layout {format}: update Tandem first.', '{file} 的格式为 {format}：请先升级 Tandem。'],
  ),
  'backup.wrong-key': entry(
    500,
    ['The backup was made under another master key', '备份由另一个主密钥加密'],
    [
      'It needs the master key {needed}, given is {given}. Put back the master.key (or TANDEM_MASTER_KEY) of that time.',
      '需要主密钥 {needed}，当前为 {given}。请放回当时的 master.key（或 TANDEM_MASTER_KEY）。',
    ],
  ),
  'backup.damaged': entry(
    500,
    ['The backup is damaged', '备份已损坏'],
    ['{file} was cut off or changed. Nothing was restored.', '{file} 被截断或改动，未恢复任何内容。'],
  ),
  'backup.not-ours': entry(
    500,
    ['There is nothing of Tandem in this database', '数据库中没有 Tandem 的数据'],
    ['No Tandem was ever started on it.', '从未有 Tandem 在其上启动。'],
  ),
  'backup.table-hidden': entry(
    500,
    ['A table cannot be read whole', '无法完整读取某个表'],
    ['Row-level security hides rows of {table} from this login.', '行级安全对此登录隐藏了 {table} 的部分行。'],
  ),
  'restore.not-empty': entry(
    409,
    ['The database is not empty', '数据库不为空'],
    [
      '{table} holds rows. Restore into a new database, or move the old data aside first.',
      '{table} 中已有数据。请恢复到新的数据库，或先移走旧数据。',
    ],
  ),
  'restore.newer-schema': entry(
    500,
    ['The backup is of a newer Tandem', '备份来自更新版本的 Tandem'],
    ['This version does not know {file}: update Tandem first.', '当前版本没有 {file}：请先升级 Tandem。'],
  ),
  'move.still-running': entry(
    409,
    ['A Tandem still works on the database', '仍有 Tandem 在使用数据库'],
    ['Stop it first (connected: {programs}).', '请先停止它（连接：{programs}）。'],
  ),
  'move.same-database': entry(
    409,
    ['Both are the same database', '两者是同一个数据库'],
    [
      'DATABASE_URL names {database} at {host} too: unset it to move to the embedded database.',
      'DATABASE_URL 也指向 {host} 上的 {database}：要移回内嵌数据库，请先取消该设置。',
    ],
  ),
  'database.moved': entry(
    500,
    ['The data was moved to another database', '数据已移至另一个数据库'],
    [
      'It is in {database} at {host} now: set DATABASE_URL. To begin anew here, delete {file}.',
      '数据现在位于 {host} 上的 {database}：请设置 DATABASE_URL。若要在此重新开始，请删除 {file}。',
    ],
  ),
  'disk.critical': entry(
    507,
    ['The disk is nearly full', '磁盘即将写满'],
    ['{folder} has {freeMb} MB left; new recordings are refused.', '{folder} 仅剩 {freeMb} MB；不再开始新的录音。'],
  ),
} as const;
