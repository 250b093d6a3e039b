import { describe, expect, it } from '@jest/globals';
import { body, checkExact, oneOf, param, query } from 'express-validator';
import request from 'supertest';
import { errorHandler, validateRequest } from '../../src/index';
import { express } from '../support/express';
import { expectProblem } from '../support/problems';

const app = express().use(express.json());
app.post(
  '/tickets',
  body('title').trim().notEmpty().withMessage('Give it a title'),
  body('price').isFloat({ gt: 0 }).withMessage('The price must be above 0'),
  body('seat.row').optional().isInt().withMessage('The row is a number'),
  validateRequest,
  (req, res) => void res.status(201).json(req.body),
);
app.get(
  '/tickets/:id',
  param('id').isInt().withMessage('The id is a number'),
  query('page').optional().isInt(),
  validateRequest,
  (_req, res) => void res.end(),
);
app.put('/contact', oneOf([body('email').isEmail(), body('phone').isMobilePhone('any')]), validateRequest);
app.put('/strict', checkExact([body('title').exists()], { message: 'Unknown fields' }), validateRequest);
app.get('/unchecked', validateRequest, (_req, res) => void res.end('fine'));
app.use(errorHandler);

describe('validateRequest', () => {
  it('lets a good request through, sanitized', async () => {
    const response = await request(app).post('/tickets').send({ title: ' Opera ', price: 10 }).expect(201);
    expect(response.body).toEqual({ title: 'Opera', price: 10 });
  });

  it('refuses a bad one with the name of each field', async () => {
    const response = await request(app)
      .post('/tickets')
      .send({ title: ' ', price: -1, seat: { row: 'x' } });
    expectProblem(response, 400, 'validation_failed');
    expect(response.body).toHaveProperty('errors', [
      { message: 'Give it a title', field: 'title' },
      { message: 'The price must be above 0', field: 'price' },
      { message: 'The row is a number', field: 'seat.row' },
    ]);
  });

  it('refuses one without a body', async () => {
    const response = await request(app).post('/tickets');
    expectProblem(response, 400, 'validation_failed');
    expect(response.body).toHaveProperty('errors.0.field', 'title');
  });

  it('looks at the path and the query too', async () => {
    const response = await request(app).get('/tickets/x?page=y');
    expectProblem(response, 400, 'validation_failed');
    expect(response.body).toHaveProperty('errors', [
      { message: 'The id is a number', field: 'id' },
      { message: 'Invalid value', field: 'page' },
    ]);
    await request(app).get('/tickets/7?page=1').expect(200);
  });

  it('never repeats a value', async () => {
    const response = await request(app).post('/tickets').send({ title: '', price: 'hunter2' });
    expectProblem(response, 400, 'validation_failed');
    expect(response.text).not.toContain('hunter2');
  });

  it('tells a fault of no single field without one', async () => {
    const contact = await request(app).put('/contact').send({ email: 'x', phone: 'y' });
    expectProblem(contact, 400, 'validation_failed');
    expect(contact.body).toHaveProperty('errors', [{ message: 'Invalid value(s)' }]);
    const strict = await request(app).put('/strict').send({ title: 'Opera', isAdmin: true });
    expect(strict.body).toHaveProperty('errors', [{ message: 'Unknown fields' }]);
  });

  it('lets everything through where nothing was asked', async () => {
    await request(app).get('/unchecked').expect(200, 'fine');
  });
});
