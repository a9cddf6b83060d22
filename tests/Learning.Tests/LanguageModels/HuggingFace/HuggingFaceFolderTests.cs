using System.Text.Json.Nodes;
using Federated.Learning.LanguageModels.HuggingFace;
using Xunit;

namespace Federated.Learning.Tests.LanguageModels.HuggingFace;

public sealed class HuggingFaceFolderTests
{
    private static readonly int[] _tokens = [3, 271, 0, 3, 9, 150, 2];

    [Theory]
    [InlineData("", "F32")]
    [InlineData("transformer.", "F32")]
    [InlineData("transformer.", "F16")]
    public void Gpt2_computes_what_its_tensors_say(string prefix, string type)
    {
        using var folder = ModelFolder.Gpt2(out var checkpoint);
        checkpoint.Renamed(name => prefix + name).Write(folder.File("model.safetensors"), type);
        RequireLogits(new PlainModels(checkpoint, ModelFolder.Heads, ModelFolder.Blocks).Gpt2(_tokens), folder);
    }

    [Theory]
    [InlineData("", "F32")]
    [InlineData("decoder.", "F32")]
    [InlineData("model.decoder.", "F32")]
    [InlineData("model.decoder.", "F16")]
    public void Opt_computes_what_its_tensors_say(string prefix, string type)
    {
        using var folder = ModelFolder.Opt(out var checkpoint);
        checkpoint.Renamed(name => prefix + name).Write(folder.File("model.safetensors"), type);
        RequireLogits(new PlainModels(checkpoint, ModelFolder.Heads, ModelFolder.Blocks).Opt(_tokens), folder);
    }

    [Fact]
    public void Bfloat16_is_read()
    {
        using var folder = ModelFolder.Gpt2(out var checkpoint);
        foreach (var (_, values) in checkpoint.Tensors.Values)
        {
            foreach (ref var value in values.AsSpan())
            {
                value = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits((float)value) & ~0xFFFF);
            }
        }

        checkpoint.Write(folder.File("model.safetensors"), "BF16");
        RequireLogits(new PlainModels(checkpoint, ModelFolder.Heads, ModelFolder.Blocks).Gpt2(_tokens), folder);
    }

    [Fact]
    public void Shards_are_read_by_their_index()
    {
        using var folder = ModelFolder.Gpt2(out var checkpoint);
        checkpoint.Write(folder.File("one.safetensors"), "F32", IsFirst);
        checkpoint.Write(folder.File("two.safetensors"), "F32", name => !IsFirst(name));
        folder.WriteIndex(checkpoint.Tensors.Keys.Select(name => KeyValuePair.Create(name, IsFirst(name) ? "one.safetensors" : "two.safetensors")));
        RequireLogits(new PlainModels(checkpoint, ModelFolder.Heads, ModelFolder.Blocks).Gpt2(_tokens), folder);

        static bool IsFirst(string name) => name.StartsWith("h.0", StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_that_leads_out_of_its_folder_is_refused()
    {
        using var folder = ModelFolder.Gpt2(out var checkpoint);
        folder.WriteIndex(checkpoint.Tensors.Keys.Select(name => KeyValuePair.Create(name, "../one.safetensors")));
        RequireRefusal(folder, "names a file '../one.safetensors'; expected names of files in its folder");
    }

    [Fact]
    public void Buffers_and_a_tied_head_are_passed_over()
    {
        using var folder = ModelFolder.Gpt2(out var checkpoint);
        var expected = new PlainModels(checkpoint, ModelFolder.Heads, ModelFolder.Blocks).Gpt2(_tokens);
        checkpoint.Add("h.0.attn.bias", 1, 1, ModelFolder.Context, ModelFolder.Context);
        checkpoint.Add("h.1.attn.masked_bias");
        checkpoint.Tensors["lm_head.weight"] = checkpoint.Tensors["wte.weight"];
        checkpoint.Write(folder.File("model.safetensors"), "F32");
        RequireLogits(expected, folder);
    }

    [Fact]
    public void A_head_that_is_not_tied_is_refused()
    {
        using var folder = ModelFolder.Opt(out var checkpoint);
        checkpoint.Add("lm_head.weight", ModelFolder.Vocabulary, ModelFolder.Width);
        checkpoint.Write(folder.File("model.safetensors"), "F32");
        RequireRefusal(folder, "lm_head.weight differs from embed_tokens.weight; expected an output head that is tied to the token embedding");
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_refused()
    {
        using var folder = ModelFolder.Gpt2(out var checkpoint);
        Refuses("h.1.ln_2.bias", null, "the safetensors files have");
        Refuses("h.1.attn.c_proj.bias", [2 * ModelFolder.Width], "h.1.attn.c_proj.bias has the shape [16]; expected [8]");
        Refuses("h.1.attn.c_attn.weight", [3 * ModelFolder.Width, ModelFolder.Width], "h.1.attn.c_attn.weight has the shape [24, 8]; expected [8, 24]");
        Refuses("h.2.ln_1.weight", [ModelFolder.Width], "h.2.ln_1.weight is no tensor of GPT-2 in the shape of config.json");
        Refuses("wte.weight", null, "no token embedding of GPT-2; expected a tensor transformer.wte.weight or wte.weight");

        void Refuses(string name, long[]? shape, string reason)
        {
            var before = checkpoint.Tensors.TryGetValue(name, out var tensor);
            checkpoint.Tensors.Remove(name);
            if (shape is not null)
            {
                checkpoint.Add(name, shape);
            }

            checkpoint.Write(folder.File("model.safetensors"), "F32");
            RequireRefusal(folder, reason);
            checkpoint.Tensors.Remove(name);
            if (before)
            {
                checkpoint.Tensors[name] = tensor;
            }
        }
    }

    [Fact]
    public void A_tensor_of_another_name_is_missed()
    {
        using var folder = ModelFolder.Opt(out var checkpoint);
        checkpoint.Renamed(name => "decoder." + name.Replace("1.fc2", "1.fc3", StringComparison.Ordinal)).Write(folder.File("model.safetensors"), "F32");
        RequireRefusal(folder, "no tensor decoder.layers.1.fc2.weight; expected all that OPT has in the shape of config.json");
    }

    [Fact]
    public void Whole_numbers_and_infinities_are_refused()
    {
        using var folder = ModelFolder.Gpt2(out var checkpoint);
        checkpoint.Write(folder.File("model.safetensors"), "I32");
        RequireRefusal(folder, "wte.weight is of type I32; expected F64, F32, F16 or BF16");
        checkpoint.Tensors["ln_f.bias"].Values[0] = double.PositiveInfinity;
        checkpoint.Write(folder.File("model.safetensors"), "F16");
        RequireRefusal(folder, "some values are NaN or infinite; expected a trained model");
    }

    [Theory]
    [InlineData("model_type", "\"llama\"", "model_type is llama; expected gpt2 or opt")]
    [InlineData("model_type", "7", "model_type is 7; expected text")]
    [InlineData("hidden_size", "null", "hidden_size is missing; expected a whole number from 1 on")]
    [InlineData("num_attention_heads", "3", "3 heads on a width of 8; expected a number that divides it")]
    [InlineData("num_hidden_layers", "2000000000", "parameters; expected at most 2147483647")]
    [InlineData("num_hidden_layers", "2000", "expected at least the")]
    [InlineData("activation_function", "\"silu\"", "activation_function is silu; expected gelu_new, gelu_pytorch_tanh, gelu or relu")]
    [InlineData("do_layer_norm_before", "false", "do_layer_norm_before is False; expected true: the other variant is not computed")]
    [InlineData("word_embed_proj_dim", "4", "word_embed_proj_dim is 4; expected 8: the other variant is not computed")]
    [InlineData("ffn_dim", "16", "ffn_dim is 16; expected 32: the other variant is not computed")]
    [InlineData("tie_word_embeddings", "false", "tie_word_embeddings is False; expected true")]
    [InlineData("vocab_size", "272", "vocab.json has tokens up to 272; expected less than the vocab_size 272 of config.json")]
    public void Variants_that_are_not_computed_are_refused(string field, string value, string reason)
    {
        using var folder = ModelFolder.Opt(out var checkpoint);
        checkpoint.Write(folder.File("model.safetensors"), "F32");
        folder.Config[field] = JsonNode.Parse(value);
        folder.WriteConfig();
        RequireRefusal(folder, reason);
    }

    [Theory]
    [InlineData("layer_norm_epsilon", "1e-6", "layer_norm_epsilon is 1e-6; expected 1E-05: the other variant is not computed")]
    [InlineData("n_inner", "16", "n_inner is 16; expected 32: the other variant is not computed")]
    [InlineData("scale_attn_by_inverse_layer_idx", "true", "scale_attn_by_inverse_layer_idx is True; expected false")]
    public void Variants_of_Gpt2_that_are_not_computed_are_refused(string field, string value, string reason)
    {
        using var folder = ModelFolder.Gpt2(out _);
        folder.Config[field] = JsonNode.Parse(value);
        folder.WriteConfig();
        RequireRefusal(folder, reason);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    public void Every_file_is_needed(string file)
    {
        using var folder = ModelFolder.Gpt2(out var checkpoint);
        checkpoint.Write(folder.File("model.safetensors"), "F32");
        File.Delete(folder.File(file));
        RequireRefusal(folder, $"{folder.File(file)}: no such file");
    }

    [Fact]
    public void A_folder_without_safetensors_is_refused()
    {
        using var folder = ModelFolder.Gpt2(out _);
        RequireRefusal(folder, "neither model.safetensors nor model.safetensors.index.json; expected one of them (a pytorch_model.bin has to be converted first)");
    }

    [Fact]
    public void The_tokenizer_is_that_of_the_family()
    {
        using var gpt2 = ModelFolder.Gpt2(out var checkpoint);
        checkpoint.Write(gpt2.File("model.safetensors"), "F32");
        using var opt = ModelFolder.Opt(out var other);
        other.Write(opt.File("model.safetensors"), "F32");

        Assert.Equal(TinyBpe.Encode("the thing"), HuggingFaceFolder.Load(gpt2.Path).Tokenizer.Encode("the thing"u8));
        Assert.Equal([2, .. TinyBpe.Encode("the thing")], HuggingFaceFolder.Load(opt.Path + "/").Tokenizer.Encode("the thing"u8));
        Assert.Equal(Path.GetFileName(opt.Path), HuggingFaceFolder.Load(opt.Path + "/").Name);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused() =>
        Assert.Contains("nowhere: no such folder; expected one with config.json", Assert.Throws<InputException>(() => HuggingFaceFolder.Load("nowhere")).Message, StringComparison.Ordinal);

    private static void RequireLogits(double[] expected, ModelFolder folder)
    {
        var model = HuggingFaceFolder.Load(folder.Path);
        using var parameters = NetworkOutput.Parameters(model);
        var logits = NetworkOutput.Logits(model.Network, parameters, _tokens);
        Assert.Equal(expected, logits.Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.True(expected.Max() > 0.5);
    }

    private static void RequireRefusal(ModelFolder folder, string reason)
    {
        var error = Assert.Throws<InputException>(() => HuggingFaceFolder.Load(folder.Path));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(folder.Path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
