using Federated.Learning.Data.Partitioning;

namespace Federated.Learning.Data.Text;

/// <summary>Text as windows of tokens: the first part to train on, the end held out.</summary>
internal static class WindowSamples
{
    /// <summary>Reads a folder; its files are the natural partition.</summary>
    /// <exception cref="InputException">no text, or too little</exception>
    public static FederatedDataset Load(TextOptions options, TextForm form)
    {
        var files = TextFolder.ReadFiles(options.Folder);
        var tokens = new List<int>();
        var ends = new int[files.Count];
        for (var file = 0; file < files.Count; file++)
        {
            // One by one, so that it is known where each ends. A tokenizer that puts a token before every text puts it before every file.
            tokens.AddRange(form.Tokenizer.Encode(file < files.Count - 1 ? [.. files[file], (byte)'\n'] : files[file]));
            ends[file] = tokens.Count;
        }

        var data = Split(options.Name, [.. tokens], options.HeldOut, options.Window, form);
        return data with { Natural = ByFile(ends, data.Train.Count, options.Window) };
    }

    /// <summary>Splits one text.</summary>
    /// <exception cref="InputException">A window is longer than the model's context, or a half of the text shorter than a window.</exception>
    public static FederatedDataset Split(string name, int[] tokens, double heldOut, int window, TextForm form)
    {
        if (window > form.Context)
        {
            throw new InputException($"data.window: {window}; the model's context is {form.Context}, so 1 to {form.Context} are accepted");
        }

        var cut = tokens.Length - (int)(tokens.Length * heldOut);
        var shorter = Math.Min(cut, tokens.Length - cut);
        return shorter > window
            ? new FederatedDataset(name, TokenSet.Windows(tokens, 0, cut, window), TokenSet.Windows(tokens, cut, tokens.Length, window))
            : throw new InputException(
                $"data: {cut} tokens to train on and {tokens.Length - cut} held out; expected at least {window + 1} of each, a window of {window} and the token behind it");
    }

    /// <summary>A window belongs to the file in which it starts.</summary>
    private static Partition ByFile(int[] ends, int windows, int window)
    {
        var files = ends.Select(_ => new List<int>()).ToArray();
        var file = 0;
        for (var sample = 0; sample < windows; sample++)
        {
            while (ends[file] <= sample * window)
            {
                file++;
            }

            files[file].Add(sample);
        }

        return Partition.FromLists(files);
    }
}
