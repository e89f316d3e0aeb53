const list = document.querySelector('ol');

window.host.onMessage((text) => {
  const item = document.createElement('li');
  item.textContent = text;
  list.append(item);
});
