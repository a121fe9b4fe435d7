// Errors of the second factor, of roles and of API keys.
import { entry } from './entry.ts';

export const IDENTITY_ERRORS = {
  'embedding.bad-origin': entry(
    422,
    ['This is no origin', '来源地址无效'],
    [
      '{origin} is not the address of a site alone, such as https://crm.example.com. Plain HTTP is for this machine only.',
      '{origin} 不是单独的站点地址（例如 https://crm.example.com）。明文 HTTP 仅限本机使用。',
    ],
  ),
  'embedding.off': entry(
    409,
    ['The desk is not offered to other pages', '未启用嵌入功能'],
    ['An administrator lists the pages that may hold it first.', '请先由管理员列出允许嵌入的页面。'],
  ),
  'auth.second-factor-required': entry(
    401,
    ['The second step is missing', '需要第二步验证'],
    [
      'Send e-mail and password again with a code of your authenticator or a recovery code.',
      '请连同验证器代码或恢复代码，再次发送邮箱和密码。',
    ],
  ),
  'auth.second-factor-failed': entry(
    401,
    ['The code is wrong or was used before', '代码错误或已被使用'],
    ['Wait for the next code of your authenticator, or take a recovery code.', '请等待验证器显示下一个代码，或使用恢复代码。'],
  ),
  'auth.enrolment-required': entry(
    403,
    ['Set up your second factor first', '请先设置第二因素'],
    [
      'Your organisation asks for a second factor. Nothing else is open before it is set up.',
      '您的组织要求使用第二因素。设置完成之前无法使用其他功能。',
    ],
  ),
  'access.person-only': entry(
    403,
    ['An API key cannot do this', 'API 密钥不能执行此操作'],
    ['Accounts, sessions and API keys are for signed-in people.', '账户、会话和 API 密钥只能由已登录的人员管理。'],
  ),
  'second-factor.wrong-code': entry(
    422,
    ['The code is wrong or was used before', '代码错误或已被使用'],
    ['Wait for the next code of your authenticator and try again.', '请等待验证器显示下一个代码后重试。'],
  ),
  'second-factor.already-on': entry(409, ['The second factor is already on', '第二因素已启用']),
  'second-factor.not-begun': entry(
    409,
    ['There is nothing to confirm', '没有待确认的设置'],
    ['Ask for a new secret first.', '请先获取新的密钥。'],
  ),
  'second-factor.off': entry(409, ['The second factor is off', '第二因素未启用']),
  'second-factor.required': entry(
    409,
    ['The second factor cannot be switched off', '不能关闭第二因素'],
    ['Your organisation asks everyone for it.', '您的组织要求所有人使用第二因素。'],
  ),
  'permission.beyond-own': entry(
    403,
    ['That is more than you may yourself', '超出您自己的权限'],
    ['You do not hold {permissions}, so you cannot give it to others.', '您没有权限 {permissions}，因此不能授予他人。'],
  ),
  'permission.scope-not-offered': entry(
    422,
    ['The permission does not exist in that scope', '该权限没有此范围'],
    ['Not offered: {permissions}.', '不可用：{permissions}。'],
  ),
  'user.beyond-own': entry(
    403,
    ['This person may more than you', '此人的权限高于您'],
    ['Somebody who may as much must change this account.', '请由权限不低于此人的用户更改此账户。'],
  ),
  'role.not-found': entry(404, ['Role not found', '找不到角色'], ['There is no role {id}.', '没有角色 {id}。']),
  'role.id-taken': entry(409, ['The id is taken', '标识已被使用'], ['There is something with the id {id} already.', '标识 {id} 已存在。']),
  'role.built-in': entry(
    409,
    ['Built-in roles stay as they are', '内置角色不可更改'],
    ['Make a role of your own and give it to the users.', '请新建自己的角色并分配给用户。'],
  ),
  'role.in-use': entry(
    409,
    ['The role is in use', '角色正在使用'],
    ['{users} users have it. Give them another role first.', '有 {users} 名用户正在使用。请先为他们分配其他角色。'],
  ),
  'api-key.not-found': entry(404, ['API key not found', '找不到 API 密钥'], ['There is no API key {id}.', '没有 API 密钥 {id}。']),
  'api-key.id-taken': entry(
    409,
    ['The id is taken', '标识已被使用'],
    ['There is something with the id {id} already.', '标识 {id} 已存在。'],
  ),
  'api-key.expired': entry(
    422,
    ['The end lies in the past', '到期时间已过'],
    ['Choose a later time, or none.', '请选择更晚的时间，或不设置到期时间。'],
  ),
} as const;
