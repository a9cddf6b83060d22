using System.Text;

namespace Federated.Learning;

/// <summary>Makes text from a file fit to stand in a one-line message.</summary>
internal static class Printable
{
    public static string Shorten(string text, int longest = 60)
    {
        var line = new StringBuilder();
        foreach (var c in text.Length > longest ? text.AsSpan(0, longest) : text)
        {
            line.Append(char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '?' : c);
        }

        return text.Length > longest ? line.Append("...").ToString() : line.ToString();
    }
}
