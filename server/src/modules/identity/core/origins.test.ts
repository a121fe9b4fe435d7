import { describe, expect, test } from 'vitest';
import { frameOrigin } from './origins.ts';

const read = (text: string) => URL.parse(text);

describe('origins that may hold the desk', () => {
  test.each([
    ['https://crm.example.com', 'https://crm.example.com'],
    ['https://CRM.example.com/', 'https://crm.example.com'],
    ['https://crm.example.com:8443', 'https://crm.example.com:8443'],
    ['https://crm.example.com:443', 'https://crm.example.com'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ])('%s', (text, origin) => expect(frameOrigin(text, read)).toBe(origin));

  test.each([
    'crm.example.com',
    'https://crm.example.com/desk',
    'https://*.example.com',
    'https://crm.example.com https://evil.test',
    "https://a.test; script-src 'unsafe-inline'",
    'https://user@crm.example.com',
    'http://crm.example.com',
    'http://localhost.evil.test',
    'javascript:alert(1)',
    'data:text/html,x',
    'null',
    '*',
    '',
  ])('not %s', (text) => expect(frameOrigin(text, read)).toBeNull());
});
