namespace Federated.Learning.Tests.LanguageModels.HuggingFace;

/// <summary>GPT-2 and OPT written out in float64 on the tensors of a checkpoint, as their papers and reference code have them.</summary>
/// <param name="checkpoint">under the names of the files, without prefix</param>
/// <param name="heads">attention heads</param>
/// <param name="blocks">transformer blocks</param>
internal sealed class PlainModels(Checkpoint checkpoint, int heads, int blocks)
{
    /// <summary>Logits of one sequence by GPT-2, time after time.</summary>
    public double[] Gpt2(int[] tokens)
    {
        var x = tokens.Select((token, t) => Sum(Row("wte.weight", token), Row("wpe.weight", t))).ToArray();
        for (var block = 0; block < blocks; block++)
        {
            var name = $"h.{block}";
            var width = x[0].Length;
            var qkv = x.Select(row => Conv1D(Norm(row, $"{name}.ln_1"), $"{name}.attn.c_attn")).ToArray();
            var mixed = Attend([.. qkv.Select(row => row[..width])], [.. qkv.Select(row => row[width..(2 * width)])], [.. qkv.Select(row => row[(2 * width)..])]);
            x = [.. x.Zip(mixed, (row, mix) => Sum(row, Conv1D(mix, $"{name}.attn.c_proj")))];
            x = [.. x.Select(row => Sum(row, Conv1D([.. Conv1D(Norm(row, $"{name}.ln_2"), $"{name}.mlp.c_fc").Select(GeluNew)], $"{name}.mlp.c_proj")))];
        }

        return Scores(x, "ln_f", "wte.weight");
    }

    /// <summary>Logits of one sequence by OPT, time after time.</summary>
    public double[] Opt(int[] tokens)
    {
        var x = tokens.Select((token, t) => Sum(Row("embed_tokens.weight", token), Row("embed_positions.weight", t + 2))).ToArray();
        for (var block = 0; block < blocks; block++)
        {
            var name = $"layers.{block}";
            var normal = x.Select(row => Norm(row, $"{name}.self_attn_layer_norm")).ToArray();
            var mixed = Attend(Project("q_proj"), Project("k_proj"), Project("v_proj"));
            x = [.. x.Zip(mixed, (row, mix) => Sum(row, Linear(mix, $"{name}.self_attn.out_proj")))];
            x = [.. x.Select(row => Sum(row, Linear([.. Linear(Norm(row, $"{name}.final_layer_norm"), $"{name}.fc1").Select(value => Math.Max(0.0, value))], $"{name}.fc2")))];

            double[][] Project(string projection) => [.. normal.Select(row => Linear(row, $"{name}.self_attn.{projection}"))];
        }

        return Scores(x, "final_layer_norm", "embed_tokens.weight");
    }

    private double[] Scores(double[][] x, string norm, string embedding)
    {
        var vocabulary = (int)checkpoint.Tensors[embedding].Shape[0];
        return [.. x.Select(row => Norm(row, norm)).SelectMany(row => Enumerable.Range(0, vocabulary).Select(token => Dot(Row(embedding, token), row)))];
    }

    private double[][] Attend(double[][] q, double[][] k, double[][] v)
    {
        var size = q[0].Length / heads;
        return [.. q.Select((query, t) => Enumerable.Range(0, heads).SelectMany(head => Mix(query, t, (head * size)..((head + 1) * size))).ToArray())];

        double[] Mix(double[] query, int t, Range part)
        {
            var scores = Enumerable.Range(0, t + 1).Select(s => Math.Exp(Dot([.. query[part].Select(value => value / Math.Sqrt(size))], k[s][part]))).ToArray();
            return [.. Enumerable.Range(0, size).Select(i => scores.Select((score, s) => score * v[s][part][i]).Sum() / scores.Sum())];
        }
    }

    private double[] Conv1D(double[] x, string name) =>
        [.. Row($"{name}.bias", 0).Select((bias, j) => bias + x.Select((value, i) => value * Row($"{name}.weight", i)[j]).Sum())];

    private double[] Linear(double[] x, string name) =>
        [.. Row($"{name}.bias", 0).Select((bias, j) => bias + Dot(Row($"{name}.weight", j), x))];

    private double[] Norm(double[] x, string name)
    {
        var mean = x.Average();
        var deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + 1e-5);
        var (weight, bias) = (Row($"{name}.weight", 0), Row($"{name}.bias", 0));
        return [.. x.Select((value, i) => ((value - mean) / deviation * weight[i]) + bias[i])];
    }

    private static double GeluNew(double x) => 0.5 * x * (1.0 + Math.Tanh(Math.Sqrt(2.0 / Math.PI) * (x + (0.044715 * Math.Pow(x, 3)))));

    private double[] Row(string name, int row)
    {
        var (shape, values) = checkpoint.Tensors[name];
        return values.AsSpan(row * (int)shape[^1], (int)shape[^1]).ToArray();
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
