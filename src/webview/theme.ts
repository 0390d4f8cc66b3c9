/** Colours as the theme gives them, resolved for canvas; one per name, never a fixed value. */
export interface Theme {
  readonly foreground: string;
  readonly faintForeground: string;
  readonly background: string;
  readonly grid: string;
  readonly error: string;
  readonly warning: string;
  readonly font: string;
  /** One colour per run, in this order; they repeat with another dash. */
  readonly runs: readonly string[];
  readonly isHighContrast: boolean;
}

// note: orange comes last: VS Code's own themes let the background shine through it.
const runVariables = ['blue', 'yellow', 'purple', 'green', 'red', 'orange'].map(
  (name) => `--vscode-charts-${name}`,
);

/** Reads the theme's variables; call again after a change. */
export function readTheme(): Theme {
  const styles = getComputedStyle(document.body);
  const variable = (...names: string[]): string => {
    const found = names
      .map((name) => styles.getPropertyValue(name).trim())
      .find((value) => value !== '');
    return found ?? styles.color;
  };
  const isHighContrast = document.body.className.includes('vscode-high-contrast');
  return {
    foreground: variable('--vscode-editor-foreground', '--vscode-foreground'),
    faintForeground: isHighContrast
      ? variable('--vscode-foreground')
      : variable('--vscode-descriptionForeground', '--vscode-foreground'),
    background: variable('--vscode-editor-background'),
    grid: isHighContrast
      ? variable('--vscode-charts-lines', '--vscode-contrastBorder')
      : variable('--vscode-widget-border', '--vscode-panel-border', '--vscode-charts-lines'),
    error: variable('--vscode-testing-iconErrored', '--vscode-errorForeground'),
    warning: variable('--vscode-editorWarning-foreground'),
    font: `11px ${variable('--vscode-font-family')}`,
    runs: runVariables.map((name) => variable(name)),
    isHighContrast,
  };
}

/** VS Code swaps classes and variables on the root and body when the theme changes. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  const options = { attributes: true, attributeFilter: ['class', 'style', 'data-vscode-theme-id'] };
  observer.observe(document.documentElement, options);
  observer.observe(document.body, options);
}
