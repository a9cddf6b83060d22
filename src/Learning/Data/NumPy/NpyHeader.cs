using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Federated.Learning.Data.NumPy;

/// <summary>The text header of a .npy file (NumPy enhancement proposal 1): element type, order and shape.</summary>
internal sealed partial record NpyHeader(NpyKind Kind, bool FortranOrder, int[] Shape)
{
    /// <summary>Longest header text that is read; NumPy's own loader stops at 10,000 too.</summary>
    public const int Longest = 10_000;

    private static readonly (string Code, NpyKind Kind, int Bytes)[] Kinds =
    [
        ("f4", NpyKind.Float32, 4), ("f8", NpyKind.Float64, 8),
        ("u1", NpyKind.UInt8, 1), ("u2", NpyKind.UInt16, 2), ("u4", NpyKind.UInt32, 4), ("u8", NpyKind.UInt64, 8),
        ("i1", NpyKind.Int8, 1), ("i2", NpyKind.Int16, 2), ("i4", NpyKind.Int32, 4), ("i8", NpyKind.Int64, 8),
        ("b1", NpyKind.Boolean, 1),
    ];

    /// <summary>Bytes of one element.</summary>
    public int ElementBytes => Kinds.First(k => k.Kind == Kind).Bytes;

    /// <summary>Understands the text of a header.</summary>
    /// <exception cref="InputException">the text is no such header, or the element type is not read</exception>
    public static NpyHeader Parse(string text, string name)
    {
        var descr = Descr().Match(text);
        var order = Order().Match(text);
        var shape = ShapeOf().Match(text);
        if (!descr.Success || !order.Success || !shape.Success)
        {
            throw new InputException($"{name}: header without descr, fortran_order or shape of a plain array; expected a .npy file of numbers");
        }

        return new NpyHeader(ParseKind(descr.Groups[1].Value, name), order.Groups[1].Value == "True", ParseShape(shape.Groups[1].Value, name));
    }

    /// <summary>The bytes before the data, padded to a multiple of 64 as NumPy writes them.</summary>
    public static byte[] Write(NpyKind kind, ReadOnlySpan<int> shape)
    {
        var code = Kinds.First(k => k.Kind == kind).Code;
        var lengths = new StringBuilder();
        foreach (var length in shape)
        {
            lengths.Append(CultureInfo.InvariantCulture, $"{length}, ");
        }

        if (shape.Length > 1)
        {
            lengths.Length -= 2;
        }

        var order = code[1] == '1' ? '|' : '<';
        var text = $"{{'descr': '{order}{code}', 'fortran_order': False, 'shape': ({lengths.ToString().TrimEnd()}), }}";
        var total = (10 + text.Length + 1 + 63) / 64 * 64;
        var header = new byte[total];
        NpyFile.Magic.CopyTo(header);
        header[6] = 1;
        header[8] = (byte)(total - 10);
        header[9] = (byte)((total - 10) >> 8);
        header.AsSpan(10).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, header.AsSpan(10));
        header[^1] = (byte)'\n';
        return header;
    }

    private static NpyKind ParseKind(string descr, string name)
    {
        foreach (var (code, kind, bytes) in Kinds)
        {
            if (descr.Length == 3 && descr.EndsWith(code, StringComparison.Ordinal) && (descr[0] == '<' || (bytes == 1 && "|=>".Contains(descr[0]))))
            {
                return kind;
            }
        }

        var accepted = string.Join(", ", Kinds.Select(k => k.Code));
        throw new InputException($"{name}: elements of type '{descr}'; expected little-endian numbers ({accepted})");
    }

    private static int[] ParseShape(string text, string name)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var shape = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
            {
                throw new InputException($"{name}: shape ({text.Trim()}); expected lengths from 0 to {int.MaxValue}");
            }
        }

        return shape;
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"]([^'"]*)['"]""")]
    private static partial Regex Descr();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(True|False)""")]
    private static partial Regex Order();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([0-9,\s]*)\)""")]
    private static partial Regex ShapeOf();
}
