using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;

namespace Results.Figures;

/// <summary>A page of HTML in the making. Every text is escaped; only <see cref="Raw"/> takes markup.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _page = new();

    public override string ToString() => _page.ToString();

    /// <summary>Markup, as it is.</summary>
    public void Raw(string markup) => _page.Append(markup).Append('\n');

    /// <summary>One element with a text in it.</summary>
    public void Element(string name, string text) => Raw($"<{name}>{Escape(text)}</{name}>");

    /// <summary>A list of texts; nothing for no texts.</summary>
    public void Bullets(IReadOnlyCollection<string> texts)
    {
        if (texts.Count > 0)
        {
            Raw($"<ul>{string.Concat(texts.Select(text => $"<li>{Escape(text)}</li>"))}</ul>");
        }
    }

    /// <summary>Lines to be copied, in a typeface of equal widths; nothing for no lines.</summary>
    public void Code(IReadOnlyCollection<string> lines)
    {
        if (lines.Count > 0)
        {
            Raw($"<pre><code>{Escape(string.Join('\n', lines))}</code></pre>");
        }
    }

    /// <summary>
    /// A table that scrolls by itself on a narrow screen; the first column holds names, the others numbers.
    /// </summary>
    /// <param name="headings">The column's headings.</param>
    /// <param name="rows">The cells of each row; nothing is written for no rows.</param>
    /// <param name="most">How many rows are shown at most; a line below says how many there are more.</param>
    public void Table(IReadOnlyList<string> headings, IReadOnlyCollection<IReadOnlyList<string>> rows, int most)
    {
        if (rows.Count == 0)
        {
            return;
        }

        Raw("<div class=\"scroll\"><table><thead><tr>");
        Raw(string.Concat(headings.Select(heading => $"<th scope=\"col\">{Escape(heading)}</th>")));
        Raw("</tr></thead><tbody>");
        foreach (IReadOnlyList<string> row in rows.Take(most))
        {
            string cells = string.Concat(row.Skip(1).Select(cell => $"<td>{Escape(cell)}</td>"));
            Raw($"<tr><th scope=\"row\">{Escape(row[0])}</th>{cells}</tr>");
        }

        Raw("</tbody></table></div>");
        if (rows.Count > most)
        {
            Element("p", $"… and {Count(rows.Count - most)} more in the CSV files.");
        }
    }

    /// <summary>A real number for reading; a dash where there is none.</summary>
    public static string Number(double? value, string format = "0.00") =>
        value is double number && double.IsFinite(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "–";

    /// <summary>A whole number with its thousands apart.</summary>
    public static string Count(long? value) =>
        value?.ToString("#,0", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>Bytes as megabytes (10^6).</summary>
    public static string Megabytes(long bytes) => Number(bytes / 1e6);

    public static string Escape(string text) => WebUtility.HtmlEncode(text);
}
