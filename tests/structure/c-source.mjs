// Reads C text just far enough: #include lines, string literals with their lines, and nothing of the comments.

// One pass over the tokens that can hide each other: comments, strings, characters.
const TOKEN = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'/g;

function withoutComments(text) {
    return text.replace(TOKEN, (token) => (token.startsWith('/') ? token.replace(/[^\n]/g, ' ') : token));
}

export function includesOf(text) {
    const found = [];
    withoutComments(text).split('\n').forEach((line, index) => {
        const match = line.match(/^\s*#\s*include\s*([<"])([^>"]+)[>"]/);
        if (match) found.push({ line: index + 1, quoted: match[1] === '"', target: match[2] });
    });
    return found;
}

// Neighbouring literals are one string, as for the compiler; the line is the first one's.
export function stringsOf(text) {
    const found = [];
    let end = 0;
    for (const match of text.matchAll(TOKEN)) {
        if (match[0].startsWith("'") || match[0].startsWith('/')) continue;
        const lineStart = text.lastIndexOf('\n', match.index) + 1;
        if (/^\s*#\s*include/.test(text.slice(lineStart, match.index))) continue;
        const value = match[0].slice(1, -1).replace(/\\(["\\])/g, '$1');
        if (found.length && text.slice(end, match.index).trim() === '') found.at(-1).value += value;
        else found.push({ line: text.slice(0, match.index).split('\n').length, value });
        end = match.index + match[0].length;
    }
    return found;
}
