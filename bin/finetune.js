#!/usr/bin/env node
/* global require, __dirname */
'use strict';
const { existsSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const entry = path.join(__dirname, '..', 'dist', 'cli.mjs');
if (existsSync(entry)) {
  void import(pathToFileURL(entry).href);
} else {
  console.error('finetune is not built yet. Run "npm run build" in its folder first.');
  process.exitCode = 1;
}
