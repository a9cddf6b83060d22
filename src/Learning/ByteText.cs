using System.Globalization;

namespace Federated.Learning;

/// <summary>Bytes for people.</summary>
public static class ByteText
{
    private static readonly string[] _units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>In the largest unit of which there is one at least.</summary>
    public static string Of(double bytes)
    {
        var unit = 0;
        while (bytes >= 1024 && unit < _units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        var format = unit == 0 || bytes >= 100 ? "N0" : bytes >= 10 ? "N1" : "N2";
        return $"{bytes.ToString(format, CultureInfo.InvariantCulture)} {_units[unit]}";
    }
}
