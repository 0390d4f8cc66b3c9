const settingsFile =
  /(^|[\\/])(package(-lock)?|tsconfig[^/]*|jsconfig|config|tokenizer[^/]*|special_tokens_map|vocab|generation_config|model\.safetensors\.index|manifest|composer|settings|launch|tasks)\.json$|\.(finetune|recipe|schema|manifest|mix|audit)\.json$/;

/** JSON files that are settings of some tool, a run config, a recipe or its manifest, stated shares of groups, an exported audit, and no datasets. */
export function isSettingsFile(path: string): boolean {
  return settingsFile.test(path);
}
