using System.Globalization;
using Federated.Protocol.Certificates;
using static System.FormattableString;

namespace Federated.Simulator.Commands;

/// <summary>Certificates for people.</summary>
internal static class CertificateText
{
    private const int Gap = 2;

    /// <summary>Time to renew without haste.</summary>
    private static readonly TimeSpan _soon = TimeSpan.FromDays(14);

    /// <summary>Writes a table of a folder's certificates, and a line about each that wants something done.</summary>
    /// <param name="output">where to</param>
    /// <param name="folder">for the commands that help</param>
    /// <param name="listing">what the folder holds</param>
    /// <param name="now">the moment at which it is looked at</param>
    public static void Write(TextWriter output, string folder, CertificateListing listing, DateTimeOffset now)
    {
        string[][] rows = [["name", "purpose", "valid from", "valid until", "hosts"], .. listing.Nodes.Prepend(listing.Authority).Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length) + Gap)];
        foreach (var row in rows)
        {
            output.WriteLine(string.Concat(row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        string[] notes = [.. Notes(folder, listing, now)];
        if (notes.Length > 0)
        {
            output.WriteLine();
        }

        foreach (var note in notes)
        {
            output.WriteLine(note);
        }
    }

    /// <summary>The day of a moment, UTC.</summary>
    public static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string[] Cells(CertificateEntry entry) =>
        [entry.Name, entry.Purpose, Day(entry.ValidFrom), Day(entry.ValidUntil), entry.Hosts.Count > 0 ? string.Join(", ", entry.Hosts) : "-"];

    private static IEnumerable<string> Notes(string folder, CertificateListing listing, DateTimeOffset now)
    {
        if (When(listing.Authority, now) is { } end)
        {
            yield return $"The CA {end}: a new one in another folder issues all certificates anew.";
        }

        foreach (var node in listing.Nodes)
        {
            if (When(node, now) is { } when)
            {
                yield return $"{node.Name} {when}: fed certs renew {folder} {node.Name}";
            }
        }

        foreach (var problem in listing.Problems)
        {
            yield return problem;
        }
    }

    private static string? When(CertificateEntry entry, DateTimeOffset now)
    {
        var left = entry.ValidUntil - now;
        if (left < TimeSpan.Zero)
        {
            return "has expired";
        }

        if (left > _soon)
        {
            return now < entry.ValidFrom ? "is not yet valid" : null;
        }

        return left.Days switch
        {
            0 => "runs out within a day",
            1 => "runs out in 1 day",
            var days => Invariant($"runs out in {days} days"),
        };
    }
}
