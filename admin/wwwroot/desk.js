// Small services of the browser for the desk's pages.
export function setTheme(dark) {
  document.cookie = `policy-desk-theme=${dark ? "dark" : "light"}; path=/; max-age=31536000; samesite=lax`;
  document.documentElement.classList.toggle("dark", dark);
}
