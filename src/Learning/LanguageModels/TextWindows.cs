using Federated.Learning.Randomness;
using static TorchSharp.torch;

namespace Federated.Learning.LanguageModels;

/// <summary>Windows of a text, as tokens and the tokens that follow them.</summary>
/// <param name="text">at least a window and the byte behind it</param>
/// <param name="context">bytes of a window</param>
internal sealed class TextWindows(ReadOnlyMemory<byte> text, int context)
{
    /// <summary>Windows that follow each other without overlap: every byte but the first is predicted once, save a last piece shorter than a window.</summary>
    public int Count => (text.Length - 1) / context;

    /// <summary>Windows at random places.</summary>
    /// <param name="count">number of windows</param>
    /// <param name="stream">gives the places</param>
    /// <returns>[count, context + 1], int64</returns>
    public Tensor Draw(int count, KeyedStream stream)
    {
        var starts = new int[count];
        foreach (ref var start in starts.AsSpan())
        {
            start = stream.NextInt32(text.Length - context);
        }

        return At(starts);
    }

    /// <summary>Windows that follow each other.</summary>
    /// <param name="first">index of the first, below <see cref="Count"/></param>
    /// <param name="most">number of windows; fewer at the end of the text</param>
    /// <returns>[windows, context + 1], int64</returns>
    public Tensor Slice(int first, int most) =>
        At([.. Enumerable.Range(first, Math.Min(most, Count - first)).Select(window => window * context)]);

    private Tensor At(int[] starts)
    {
        var tokens = new long[starts.Length, context + 1];
        var bytes = text.Span;
        for (var row = 0; row < starts.Length; row++)
        {
            for (var i = 0; i <= context; i++)
            {
                tokens[row, i] = bytes[starts[row] + i];
            }
        }

        return tensor(tokens);
    }
}
