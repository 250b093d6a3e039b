import { app, byPlain, CLOSE, COOKIE, HOST, requestOf, type Attack, type Attacks } from './attack';

const header = (...headers: string[]): [string, Attack] => [JSON.stringify(headers.join()), app(...headers)];

/** What a client may say of itself, in the spellings that servers take for X-User-… */
export const SPOOFS: Attacks = [
  ...[
    'X-User-Id',
    'x-user-id',
    'X-USER-ROLES',
    'X_User_Id',
    'X.User.Id',
    'X-User_Roles',
    'x_user-roles',
    'X_USER_AUTH_TIME',
  ].map((name) => header(`${name}: staff`)),
  header('X-User-Roles: staff', 'X-User-Roles: admin', 'x-user-roles: admin'),
  header('X-User-Roles : staff'),
  header('X-User-Roles\t: staff'),
  header('X User Roles: staff'),
  header('X-User-Roles:\x0bstaff'),
  header('X-User-Roles\0: staff'),
  header('\0X-User-Roles: staff'),
  header('X-Nothing: x', ' X-User-Roles: staff'),
  header('X-Nothing: x\nX-User-Roles: staff'),
  header('X-Nothing: x\rX-User-Roles: staff'),
  header('X-User-Roles:', '\tstaff'),
  header('X-User-Id:', 'X-User-Email:', 'X-User-Roles:'),
  header('Connection: X-User-Id, X-User-Email, X-User-Roles, X-User-Acr, X-User-Amr, X-User-Auth-Time'),
  header('Connection: keep-alive, x-user-id'),
  header('Connection: X-User-Id', 'X-User-Id: mallory'),
  header('Connection: Upgrade, X-User-Id', 'Upgrade: websocket'),
  header('Proxy-Connection: X-User-Id'),
  header('Keep-Alive: X-User-Id'),
  header('TE: trailers, X-User-Id'),
  header('Connection: Cookie'),
  header('Connection: Authorization'),
  header('Connection: X-Forwarded-Method, X-Forwarded-Host, X-Forwarded-Uri'),
  header('Cookie: session=forged'),
  header('X-Original-Method: GET', 'X-Forwarded-Method: POST', 'X-Forwarded-Host: evil.example'),
  [
    'a trailer',
    {
      who: 'plain',
      bytes: requestOf(
        [
          ...['POST /app/x HTTP/1.1', HOST, COOKIE, CLOSE],
          ...['Transfer-Encoding: chunked', 'Trailer: X-User-Roles'],
        ],
        '0\r\nX-User-Roles: staff\r\n\r\n',
      ),
    },
  ],
  [
    'what nothing is asked about',
    byPlain('GET /public/x HTTP/1.1', 'X-User-Id: mallory', 'X_User_Roles: staff'),
  ],
  [
    'anybody',
    {
      who: 'nobody',
      bytes: requestOf(['GET /guest/x HTTP/1.1', HOST, 'X-User-Id: mallory', 'X_User_Id: mallory', CLOSE]),
    },
  ],
];
