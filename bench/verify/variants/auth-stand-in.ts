import { currentUser } from '@latchkey/common';
import express from 'express';
import { serveToParent } from '../../lib/served.js';

/**
 * A stand-in for the auth service that `ask-auth` asks: it verifies with the library and answers who it is. It looks
 * nothing up in a database, so asking the real one can only cost more.
 */
const app = express();
app.get('/api/users/currentuser', currentUser, (req, res) => {
  res.json({ currentUser: req.currentUser ?? null });
});

await serveToParent(app);
