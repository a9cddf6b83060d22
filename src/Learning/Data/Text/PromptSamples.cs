using System.Text;

namespace Federated.Learning.Data.Text;

/// <summary>Makes prompts of labelled sentences.</summary>
internal sealed class PromptSamples
{
    private readonly PromptsOptions _options;
    private readonly TextForm _form;
    private readonly string _before;
    private readonly string _behind;
    private readonly int[] _start;
    private readonly int _first;
    private readonly int[] _answers;

    private PromptSamples(PromptsOptions options, TextForm form)
    {
        _options = options;
        _form = form;
        var place = options.Prompt.IndexOf(PromptsOptions.Place, StringComparison.Ordinal);
        _before = options.Prompt[..place];
        _behind = options.Prompt[(place + PromptsOptions.Place.Length)..];
        _start = Encode(_before);

        // Some tokenizers put a token before every text. It is no part of a word, nor of what comes in the middle.
        _first = Encode("").Length;
        _answers = Answers();
        var fixedTokens = _start.Length + Encode(_behind).Length - _first;
        if (fixedTokens >= form.Context)
        {
            throw new InputException(
                $"data.prompt: {fixedTokens} tokens without its text; expected fewer than the {form.Context} of the model's context");
        }
    }

    /// <summary>Reads both files.</summary>
    /// <exception cref="InputException">A file is missing or damaged, or the prompt or a label word does not fit the model.</exception>
    public static FederatedDataset Load(PromptsOptions options, TextForm form)
    {
        var samples = new PromptSamples(options, form);
        return new FederatedDataset(options.Name, samples.Read(options.Train), samples.Read(options.Test));
    }

    /// <summary>The token of each label word.</summary>
    private int[] Answers()
    {
        var answers = new int[_options.Words.Length];
        for (var i = 0; i < answers.Length; i++)
        {
            var tokens = Encode(_options.Words[i])[_first..];
            if (tokens.Length != 1)
            {
                throw new InputException(
                    $"data.words[{i}]: '{Printable.Shorten(_options.Words[i])}' is {tokens.Length} tokens of this model; expected a word that is exactly one");
            }

            if (answers.AsSpan(0, i).Contains(tokens[0]))
            {
                throw new InputException($"data.words[{i}]: '{Printable.Shorten(_options.Words[i])}' is given twice; expected another word for each label");
            }

            answers[i] = tokens[0];
        }

        return answers;
    }

    private TokenSet Read(string path)
    {
        var sentences = SentenceFile.Read(path, _answers.Length);
        var tokens = new List<int>();
        var sequences = new Range[sentences.Count];
        for (var i = 0; i < sequences.Length; i++)
        {
            var start = tokens.Count;
            Append(sentences[i].Text, tokens);
            sequences[i] = new Range(start, tokens.Count);
        }

        return new TokenSet([.. tokens], sequences, [.. sentences.Select(sentence => sentence.Label)], _answers.Length, _answers);
    }

    /// <summary>The prompt of a sentence; one that is too long loses tokens where the sentence starts.</summary>
    private void Append(string sentence, List<int> tokens)
    {
        var prompt = Encode(_before + sentence + _behind);
        if (prompt.Length <= _form.Context)
        {
            tokens.AddRange(prompt);
            return;
        }

        tokens.AddRange(_start);
        tokens.AddRange(prompt.AsSpan(prompt.Length - (_form.Context - _start.Length)));
    }

    private int[] Encode(string text) => _form.Tokenizer.Encode(Encoding.UTF8.GetBytes(text));
}
